"""How a person's name is written. The samples are those of `frontend/src/i18n/fullName.test.ts`."""

import pytest

from core.models import Customer
from core.names import full_name


@pytest.mark.parametrize(
    ("first", "last", "whole"),
    [
        ("Mia", "Winter", "Mia Winter"),
        ("伟", "王", "王伟"),
        ("さくら", "佐藤", "佐藤さくら"),
        ("ユーリ", "佐々木", "佐々木ユーリ"),
        ("민준", "김", "김민준"),
        ("Amy", "陈", "Amy 陈"),
        ("阿依古丽", "·买买提", "阿依古丽 ·买买提"),
        ("Анна", "Иванова", "Анна Иванова"),
        ("Cher", "", "Cher"),
        ("", "", ""),
    ],
)
def test_the_family_name_comes_first_where_it_does_in_writing(first: str, last: str, whole: str) -> None:
    assert full_name(first, last) == whole


def test_a_member_is_called_so() -> None:
    assert Customer(first_name="민준", last_name="김").full_name == "김민준"
