import type { Customer } from '../../api/shapes';

/** 王伟, but Mia Winter: a Chinese name has its family name first and no space. */
export function fullName({ first_name, last_name }: Pick<Customer, 'first_name' | 'last_name'>): string {
  const isHan = /^\p{Script=Han}+$/u.test(first_name + last_name);
  return isHan ? last_name + first_name : `${first_name} ${last_name}`.trim();
}
