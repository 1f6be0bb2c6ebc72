"""Booking for customers at the desk and on the phone, walking in, following up."""
