"""What follows from a plan: days, people, leads on duty, funnels, targets."""
