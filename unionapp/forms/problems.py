"""What the parts of the engine raise while a form is read; the loader makes problems of it."""

from __future__ import annotations


class ExpressionError(Exception):
    """An expression cannot be understood: `code` of `resources/wording/form.toml`, `detail`."""

    def __init__(self, code: str, **detail: object) -> None:
        super().__init__(code)
        self.code = code
        self.detail = detail
