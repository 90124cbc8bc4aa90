"""An answer in all its forms, a file for each that takes more than a line."""
