const familyFirst = /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}ー]+$/u;

/** 王伟, 佐藤さくら and 김민준, but Mia Winter. The server writes it the same way (`core/names.py`). */
export function fullName({ first_name, last_name }: { first_name: string; last_name: string }): string {
  const together = last_name + first_name;
  return familyFirst.test(together) ? together : `${first_name} ${last_name}`.trim();
}
