"""The inbox of mails while developing."""
