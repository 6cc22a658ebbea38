"""The command `knipsel password`."""

from __future__ import annotations

import click


@click.command()
@click.argument("name")
def password(name: str) -> None:
    """Print a line for the password file that the setting `passwords` names.

    Asks for the password twice.

    \b
    knipsel password redactie >> passwords
    """
    from werkzeug.security import generate_password_hash

    if not name or ":" in name or name.startswith("#") or name != name.strip():
        raise click.BadParameter("a name has no colon, and no # or space at its ends.")
    password = click.prompt("Password", hide_input=True, confirmation_prompt=True, err=True)
    click.echo(f"{name}:{generate_password_hash(password)}")
