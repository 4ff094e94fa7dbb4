"""Run by Alembic: the steps, on the connection and in the transaction of `migrating.upgrade`."""

from alembic import context
from sqlalchemy import MetaData

from casetrack.store.tables import CONVENTION

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=MetaData(naming_convention=CONVENTION),
    transactional_ddl=False,  # the transaction around it is ours, and is saved as one
)
context.run_migrations()
