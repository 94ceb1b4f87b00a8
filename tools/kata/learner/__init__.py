"""What a learner does, the same for every screen: begin, check, get hints, see solutions, review, be interviewed."""
