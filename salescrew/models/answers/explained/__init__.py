"""What `explain` gives out: a file a question, records and nothing else."""
