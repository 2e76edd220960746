# Work and follow-up
