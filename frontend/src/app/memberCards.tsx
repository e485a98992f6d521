import type { ComponentType } from 'react';
import type { Customer } from '../api/shapes';
import { NextAppointments } from '../features/appointments/NextAppointments';
import { ContactDetails } from '../features/customers/ContactDetails';
import { StaffNotes } from '../features/customers/StaffNotes';
import { CurrentMembership } from '../features/memberships/CurrentMembership';
import { NextReminders } from '../features/reminders/NextReminders';
import type { Key } from '../i18n/i18n';
import { useMe } from '../session/useMe';

/**
 * What a member's page is made of. A feature adds its part to the list it belongs in, here or in `memberParts`; each
 * part gets the member and draws nothing when it has nothing to say.
 */
export type MemberPart = ComponentType<{ customer: Customer }>;

/** The overview: a card each. */
export const memberCards: { title: Key; Part: MemberPart; permission?: string }[] = [
  { title: 'member.contact', Part: ContactDetails },
  { title: 'memberships.current', Part: CurrentMembership, permission: 'core.view_membership' },
  { title: 'member.next', Part: NextAppointments },
  { title: 'member.notes', Part: StaffNotes, permission: 'core.view_staff_notes' },
  { title: 'home.reminders', Part: NextReminders },
];

/** Those that the person who is signed in may have. */
export function useAllowed<Part extends { permission?: string }>(parts: Part[]): Part[] {
  const { permissions } = useMe();
  return parts.filter(({ permission }) => !permission || permissions.includes(permission));
}
