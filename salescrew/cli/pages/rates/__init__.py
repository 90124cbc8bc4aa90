"""The figures of an export: what was found, what came of estimates, what a plan got of them."""
