import {
  Bell,
  CalendarDays,
  CreditCard,
  FileCog,
  History,
  LayoutDashboard,
  ListTodo,
  UserRound,
  type LucideIcon,
} from 'lucide-react';
import type { Customer } from '../api/shapes';
import { BookedWithoutAccess } from '../features/appointments/BookedWithoutAccess';
import { BookForMember } from '../features/appointments/BookForMember';
import { MemberAppointments } from '../features/appointments/MemberAppointments';
import { MemberHistory } from '../features/customers/MemberHistory';
import { MemberProfile } from '../features/customers/MemberProfile';
import { TagList } from '../features/customers/TagList';
import { MemberMemberships } from '../features/memberships/MemberMemberships';
import { MemberReminders } from '../features/reminders/MemberReminders';
import { InviteMember } from '../features/staff/InviteMember';
import { MemberTasks } from '../features/tasks/MemberTasks';
import { MemberRecord } from '../features/transfer/MemberRecord';
import type { Key } from '../i18n/i18n';
import { Standing } from '../components/Standing';
import { WhoIsHere } from '../components/WhoIsHere';
import type { MemberPart } from './memberCards';
import { MemberOverview } from './MemberOverview';

/** Beside the name: how the member stands. */
export const memberBadges: MemberPart[] = [WhereTheyStand, TagList];

/** Above everything else: what the person at the desk has to know now. */
export const memberWarnings: MemberPart[] = [WhoIsAtMember, BookedWithoutAccess];

/** What is done for a member most often, the first of them first. */
export const memberActions: MemberPart[] = [BookForMember, InviteMember];

export interface MemberTab {
  /** Under `/members/12/`; empty for the first. */
  path: string;
  label: Key;
  icon: LucideIcon;
  Part: MemberPart;
  /** Needed to be offered it; the server decides again. */
  permission?: string;
}

export const memberTabs: MemberTab[] = [
  { path: '', label: 'member.overview', icon: LayoutDashboard, Part: MemberOverview },
  { path: 'profile', label: 'member.profile', icon: UserRound, Part: MemberProfile },
  {
    path: 'memberships',
    label: 'memberships.title',
    icon: CreditCard,
    Part: MemberMemberships,
    permission: 'core.view_membership',
  },
  { path: 'appointments', label: 'appointments.title', icon: CalendarDays, Part: MemberAppointments },
  { path: 'reminders', label: 'reminders.title', icon: Bell, Part: MemberReminders },
  {
    path: 'tasks',
    label: 'tasks.title',
    icon: ListTodo,
    Part: MemberTasks,
    permission: 'scheduling.view_task',
  },
  {
    path: 'history',
    label: 'history.title',
    icon: History,
    Part: MemberHistory,
    permission: 'core.view_customer',
  },
  {
    path: 'record',
    label: 'transfer.record',
    icon: FileCog,
    Part: MemberRecord,
    permission: 'core.merge_customer',
  },
];

function WhereTheyStand({ customer }: { customer: Customer }) {
  return <Standing status={customer.status} />;
}

function WhoIsAtMember({ customer }: { customer: Customer }) {
  return <WhoIsHere topic={`customer:${customer.id}`} />;
}
