import type { ImportField } from './api';

/** In the order in which they are offered for a column. */
export const fields = [
  'first_name',
  'last_name',
  'full_name',
  'preferred_name',
  'email',
  'phone_number',
  'other_phone',
  'birth_date',
  'joined_on',
  'member_number',
  'address',
  'address_2',
  'postal_code',
  'city',
  'country',
  'emergency_contact_name',
  'emergency_contact_phone',
  'language',
  'tags',
  'notes',
  'email_marketing',
  'sms_marketing',
] as const satisfies ImportField[];

export function isField(name: string): name is ImportField {
  return fields.some((field) => field === name);
}
