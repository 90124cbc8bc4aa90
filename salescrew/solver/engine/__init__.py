"""The programs that are solved, and the threads and processes that solve them."""
