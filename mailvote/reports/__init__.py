"""What people look at: calendar files, JSON figures and pages; pure functions of values."""
