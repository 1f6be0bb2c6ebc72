"""Everything that is kept: peewee stays in here, frozen dataclasses leave."""
