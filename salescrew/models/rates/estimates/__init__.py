"""The figures of a plan, estimated from deals, each with how sure it is."""
