import { z } from 'zod';
import type { Service, ServiceInput } from '../../api/shapes';

/** A number that may still be empty while it is typed. */
const whole = (least: number, most: number) =>
  z
    .union([z.number(), z.literal('')])
    .refine((value): boolean => value !== '', 'validation.required')
    .refine(
      (value) => value === '' || (Number.isInteger(value) && least <= value && value <= most),
      'fieldError.out_of_range',
    );

/** As the server bounds them (`scheduling.models.service`). */
export const LONGEST_HOURS = 24 * 366;
export const MOST_SEATS = 1000;
export const LONGEST_OFFER = 7 * 24 * 60;
export const LONGEST_OPEN = 7 * 24 * 60;

export const serviceSchema = z
  .object({
    name: z.string().trim().min(1, 'validation.required').max(80, 'validation.tooLong'),
    kind: z.enum(['class', 'one_to_one']),
    colour: z.string().regex(/^#[0-9a-f]{6}$/, 'validation.choose'),
    minutes: whole(5, 1440),
    capacity: whole(1, MOST_SEATS),
    trainer: z.number().nullable(),
    room: z.number().nullable(),
    needs_membership: z.boolean(),
    plans: z.array(z.number()).max(100),
    booking_opens_hours: z
      .union([z.number(), z.literal('')])
      .refine((value) => value === '' || (1 <= value && value <= LONGEST_HOURS), 'fieldError.out_of_range'),
    booking_closes_minutes: whole(0, 60 * LONGEST_HOURS),
    cancellation_hours: whole(0, LONGEST_HOURS),
    late_cancellation: z.enum(['kept', 'given_back']),
    no_show: z.enum(['kept', 'given_back']),
    open_roster: z.enum(['left_open', 'attended', 'no_show']),
    open_roster_minutes: whole(0, LONGEST_OPEN),
    waitlist: z.enum(['automatic', 'offer']),
    offer_minutes: whole(5, LONGEST_OFFER),
  })
  .refine(
    ({ booking_opens_hours: opens, booking_closes_minutes: closes }) =>
      opens === '' || closes === '' || opens * 60 > closes,
    { path: ['booking_closes_minutes'], message: 'fieldError.booking_closes_minutes.never_open' },
  );
export type ServiceValues = z.infer<typeof serviceSchema>;

/** What the server has for a new one, where it has something. */
export const newService: ServiceValues = {
  name: '',
  kind: 'class',
  colour: '#2f9e8f',
  minutes: 60,
  capacity: 12,
  trainer: null,
  room: null,
  needs_membership: true,
  plans: [],
  booking_opens_hours: '',
  booking_closes_minutes: 0,
  cancellation_hours: 12,
  late_cancellation: 'kept',
  no_show: 'kept',
  open_roster: 'left_open',
  open_roster_minutes: 60,
  waitlist: 'automatic',
  offer_minutes: 60,
};

export function valuesOf(service: Service): ServiceValues {
  const { id: _id, active: _active, version: _version, booking_opens_hours: opens, plans, ...rest } = service;
  return { ...rest, booking_opens_hours: opens ?? '', plans: [...plans].sort((one, other) => one - other) };
}

/** As the server takes it. A one-to-one has one seat, whatever stood there before. */
export function bodyOf(values: ServiceValues): ServiceInput {
  const { kind, capacity, booking_opens_hours: opens, ...rest } = values;
  return {
    ...(rest as Omit<ServiceInput, 'kind' | 'capacity' | 'booking_opens_hours'>),
    kind,
    capacity: kind === 'one_to_one' ? 1 : Number(capacity),
    booking_opens_hours: opens === '' ? null : opens,
  };
}

/** What was set here and nothing else. */
export function changeOf(
  values: ServiceValues,
  dirty: Partial<Record<keyof ServiceValues, unknown>>,
): Partial<ServiceInput> {
  const isSet = (name: string) => Boolean(dirty[name as keyof ServiceValues]);
  return Object.fromEntries(
    Object.entries(bodyOf(values)).filter(([name]) => isSet(name) || (name === 'capacity' && isSet('kind'))),
  );
}
