"""Placing, moving and handing over appointments."""
