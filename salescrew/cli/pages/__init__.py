"""What is to be read of an answer, one module a page or a part of one."""
