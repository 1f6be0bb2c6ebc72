"""One function per thing people do, one transaction each."""
