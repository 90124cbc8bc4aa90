"""From the export of a CRM to the figures of a plan: what is read, how it is estimated, how it gets into the plan."""
