"""``gate operator``: who may sign in to the console. Passwords come by prompt or standard input, never from argv."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated

import typer

from gate.domain.rights import Role
from gate.roots.folders import DataFolder
from gate.roots.options import DataOption
from gate.roots.shape import UserError, new_app

if TYPE_CHECKING:
    from web.auth.books import Books

app = new_app("Operators of the console.")

NameArgument = Annotated[str, typer.Argument(metavar="NAME", help="lower-case letters, digits, . _ -")]
RoleOption = Annotated[str, typer.Option("--role", help="guard, manager, hr, auditor or host")]
PersonOption = Annotated[str, typer.Option("--person", help="id of the employee whose account it is")]


@app.command()
def add(name: NameArgument, role: RoleOption, data: DataOption, person: PersonOption = "") -> None:
    """Add an operator, or give one a new role and password: asked for twice, or one line of standard input."""
    from web.auth import operators
    from web.auth.passwords import Passwords, PasswordUnfit

    wanted = _role(role)
    password = _password()
    with _books(data) as books:
        try:
            operators.put(books, Passwords(), name, wanted, password, person)
        except (operators.OperatorInvalid, PasswordUnfit) as error:
            raise UserError(str(error)) from error
    typer.echo(f"{name} may sign in as {wanted.value}")


@app.command("list")
def show(data: DataOption) -> None:
    """Print every operator with his role."""
    from web.auth import operators

    with _books(data) as books:
        for operator in operators.listed(books):
            typer.echo(f"{operator.name:<20} {operator.role.value}")


@app.command()
def remove(name: NameArgument, data: DataOption) -> None:
    """Take an operator away; his sessions end at once."""
    from web.auth import operators

    with _books(data) as books:
        if not operators.remove(books, name):
            raise UserError(f"no operator {name!r}")
    typer.echo(f"{name} may not sign in any more")


@contextmanager
def _books(data: DataOption) -> Iterator[Books]:
    from web.auth.books import Books

    books = Books(DataFolder(data).console_db)
    try:
        yield books
    finally:
        books.close()


def _role(word: str) -> Role:
    from web.auth.operators import ROLES

    try:
        found = Role(word)
    except ValueError:
        found = Role.SYSTEM
    if found not in ROLES:
        raise UserError(f"expected a role among {', '.join(ROLES)}; got {word!r}")
    return found


def _password() -> str:
    if sys.stdin.isatty():
        return str(typer.prompt("Password", hide_input=True, confirmation_prompt=True))
    return sys.stdin.readline().rstrip("\n")
