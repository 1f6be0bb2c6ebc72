"""Everything that leaves the house: mail and calendar files, rendered and sent by the worker."""
