import { z } from 'zod';
import type { Customer, CustomerChange, CustomerInput, Tag } from '../../api/shapes';
import { isPhone, phoneAsRead } from '../../i18n/phones';

const line = (length: number) => z.string().trim().max(length, 'validation.tooLong');
const name = line(80).min(1, 'validation.required');

/** What the form of a member takes. `region` is the country of phone numbers that name none. */
export function schemaFor(region: string, today: string) {
  const phone = z.string().refine((typed) => typed === '' || isPhone(typed, region), 'validation.phone');
  const born = z
    .union([z.literal(''), z.iso.date('validation.date')])
    .refine((date) => date === '' || (date >= '1900-01-01' && date <= today), 'validation.birthDate');
  return z
    .object({
      first_name: name,
      last_name: name,
      preferred_name: line(80),
      birth_date: born,
      email: z.union([z.literal(''), z.email('validation.email').max(254, 'validation.tooLong')]),
      phone_number: phone,
      guardian: z.object({ id: z.number(), name: z.string() }).nullable(),
      address: z.string().max(200, 'validation.tooLong'),
      postal_code: line(20),
      city: line(80),
      country: z.string(),
      emergency_contact_name: line(80),
      emergency_contact_phone: phone,
      language: z.enum(['', 'en', 'zh-hans']),
      tags: z.array(z.string().trim().max(40, 'validation.tooLong')),
      joined_on: z.union([z.literal(''), z.iso.date('validation.date')]),
      notes: z.string().max(5000, 'validation.tooLong'),
    })
    .refine(({ email, guardian }) => email !== '' || guardian !== null, {
      path: ['email'],
      message: 'validation.emailOrGuardian',
    });
}

export type CustomerValues = z.infer<ReturnType<typeof schemaFor>>;

export const emptyValues: CustomerValues = {
  first_name: '',
  last_name: '',
  preferred_name: '',
  birth_date: '',
  email: '',
  phone_number: '',
  guardian: null,
  address: '',
  postal_code: '',
  city: '',
  country: '',
  emergency_contact_name: '',
  emergency_contact_phone: '',
  language: '',
  tags: [],
  joined_on: '',
  notes: '',
};

export function valuesOf(customer: Customer, tags: Tag[]): CustomerValues {
  const { guardian, guardian_name: guardianName } = customer;
  return {
    first_name: customer.first_name,
    last_name: customer.last_name,
    preferred_name: customer.preferred_name,
    birth_date: customer.birth_date ?? '',
    email: customer.email,
    phone_number: phoneAsRead(customer.phone_number),
    guardian: guardian === null ? null : { id: guardian, name: guardianName ?? '' },
    address: customer.address,
    postal_code: customer.postal_code,
    city: customer.city,
    country: customer.country,
    emergency_contact_name: customer.emergency_contact_name,
    emergency_contact_phone: phoneAsRead(customer.emergency_contact_phone),
    language: customer.language,
    tags: tags.filter(({ id }) => customer.tags?.includes(id)).map((tag) => tag.name),
    joined_on: customer.joined_on,
    notes: customer.notes ?? '',
  };
}

type Dirty = Partial<Record<keyof CustomerValues, unknown>>;

/** What is sent of it: only what was set here, so that nothing of somebody else's is put back. */
export function changeOf(values: CustomerValues, dirty: Dirty, tagIds: number[]): CustomerChange {
  const { birth_date: born, guardian, tags: _tags, joined_on: joined, ...texts } = values;
  const all: Required<Pick<CustomerChange, 'birth_date' | 'guardian' | 'tags'>> & CustomerChange = {
    ...texts,
    birth_date: born || null,
    guardian: guardian && guardian.id,
    tags: tagIds,
    ...(joined && { joined_on: joined }),
  };
  return Object.fromEntries(Object.entries(all).filter(([field]) => dirty[field as keyof Dirty]));
}

export function isComplete(change: CustomerChange): change is CustomerInput {
  return change.first_name !== undefined && change.last_name !== undefined;
}
