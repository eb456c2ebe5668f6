"""Runs the migrations inside the transaction of whoever asked for them."""

from alembic import context

from motcua.register.columns import Table

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Table.metadata,  # for its names of constraints
    transactional_ddl=True,
)
with context.begin_transaction():
    context.run_migrations()
