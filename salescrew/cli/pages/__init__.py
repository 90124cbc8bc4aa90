"""What is shown, one module a page or a part of one."""
