"""Screens of reviewers, trainers and conduct."""
