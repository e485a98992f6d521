/** Names for the shapes of the REST contract, all derived from the generated types. */
import type { paths } from './schema.gen';

type Answer<Path extends keyof paths> = paths[Path] extends {
  get: { responses: { 200: { content: { 'application/json': infer Body } } } };
}
  ? Body
  : never;

type Created<Path extends keyof paths> = paths[Path] extends {
  post: { responses: { 201: { content: { 'application/json': infer Body } } } };
}
  ? Body
  : never;

type Posted<Path extends keyof paths> = paths[Path] extends {
  post: { responses: { 200: { content: { 'application/json': infer Body } } } };
}
  ? Body
  : never;

type Sent<Path extends keyof paths, Method extends 'post' | 'patch'> =
  paths[Path] extends Record<Method, { requestBody?: { content: { 'application/json': infer Body } } }>
    ? Body
    : never;

export interface Page<Row> {
  count: number;
  results: Row[];
}

/** A page of a list that is gone through by cursors: those of the pages beside it, where there are any. */
export interface CursorPage<Row> {
  next: string | null;
  previous: string | null;
  results: Row[];
}

export type Me = Answer<'/api/me/'>;
export type MeChange = Sent<'/api/me/', 'patch'>;
export type Customer = Answer<'/api/customers/{id}/'>;
/** A member as the list shows them. */
export type MemberRow = Answer<'/api/customers/'>['results'][number];
export type CustomerInput = Sent<'/api/customers/', 'post'>;
export type CustomerChange = Sent<'/api/customers/{id}/', 'patch'>;
export type HistoryEntry = Answer<'/api/customers/{id}/history/'>['results'][number];
export type MailChoice = Answer<'/api/me/mails/'>[number];
export type ConsentState = Answer<'/api/customers/{id}/consents/'>[number];
export type ConsentChange = Sent<'/api/customers/{id}/consents/', 'post'>;
export type Tag = Answer<'/api/tags/'>['results'][number];
/** A question to the list of members that somebody keeps. */
export type CustomerView = Answer<'/api/customer-views/{id}/'>;
export type CustomerViewInput = Sent<'/api/customer-views/', 'post'>;
export type TaskView = Answer<'/api/task-views/{id}/'>;
export type TaskViewInput = Sent<'/api/task-views/', 'post'>;
/** The start page of the staff. */
export type Today = Omit<Answer<'/api/today/'>, 'cards'> & {
  /** A card that the person may not see isn't there. */
  cards: Partial<Answer<'/api/today/'>['cards']>;
};
export type Appointment = Answer<'/api/appointments/{id}/'>;
export type AppointmentInput = Sent<'/api/appointments/', 'post'>;
export type AppointmentChange = Sent<'/api/appointments/{id}/', 'patch'>;
export type Reminder = Answer<'/api/reminders/'>['results'][number];
export type Service = Answer<'/api/services/'>['results'][number];
export type ServiceInput = Sent<'/api/services/', 'post'>;
export type Room = Answer<'/api/rooms/'>['results'][number];
export type RoomInput = Sent<'/api/rooms/', 'post'>;
/** A class on a day. */
export type ClassSession = Answer<'/api/sessions/{id}/'>;
export type SessionInput = Sent<'/api/sessions/', 'post'>;
export type TimetableInput = Omit<Sent<'/api/timetables/', 'post'>, 'preview'>;
/** Days on which the centre is closed. */
export type Closure = Answer<'/api/closures/'>['results'][number];
export type ClosureInput = Omit<Sent<'/api/closures/', 'post'>, 'preview'>;
export type ClosureOutcome = Created<'/api/closures/'>;
/** When a trainer works: the week, and the days that differ from it. */
export type WorkingHours = Answer<'/api/working-hours/{id}/'>;
export type WorkingHoursInput = Pick<WorkingHours, 'weekly' | 'days'>;
export type TimeOff = Answer<'/api/time-off/'>['results'][number];
export type TimeOffInput = Sent<'/api/time-off/', 'post'>;
/** What was entered, and what the trainer holds in that time. */
export type TimeOffEntered = Created<'/api/time-off/'>;
export type Timetable = Answer<'/api/timetables/{id}/'>;
export type TimetableChange = Omit<Sent<'/api/timetables/{id}/', 'patch'>, 'preview'>;
/** What came of a change of what recurs. */
export type TimetableOutcome = Created<'/api/timetables/'>;
export type SessionChange = Partial<Sent<'/api/sessions/{id}/', 'patch'>>;
export type SessionPreview = Posted<'/api/sessions/{id}/preview/'>;
/** Who is in a class and who waits. */
export type Roster = Answer<'/api/sessions/{id}/roster/'>;
export type Task = Answer<'/api/tasks/{id}/'>;
/** A task as a list shows it, and as events carry it. */
export type TaskRow = Answer<'/api/tasks/'>['results'][number];
export type TaskInput = Sent<'/api/tasks/', 'post'>;
export type TaskChange = Sent<'/api/tasks/{id}/', 'patch'>;
export type TasksAtOnce = Sent<'/api/tasks/many/', 'post'>;
export type TaskComment = Created<'/api/tasks/{id}/comments/'>;
export type TaskHistoryEntry = Answer<'/api/tasks/{id}/history/'>['results'][number];
/** One for each of many members. */
export type TasksForMembersInput = Sent<'/api/tasks/for-customers/', 'post'>;
export type StaffMember = Answer<'/api/staff/'>['results'][number];
/** Links to somebody's picture, good for minutes; `id` stays as long as the picture does. */
export type Picture = NonNullable<Customer['picture']>;
export type UploadForm = Created<'/api/customers/{id}/picture/'>;
export type Upload = Answer<'/api/pictures/{id}/'>;
export type Plan = Answer<'/api/plans/{id}/'>;
export type PlanInput = Sent<'/api/plans/', 'post'>;
export type Membership = Answer<'/api/memberships/{id}/'>;
/** What an action led to, or would. */
export type MembershipOutcome = Created<'/api/memberships/{id}/renew/'>;
export type Payment = Created<'/api/memberships/{id}/payments/'>;
export type PaymentInput = Sent<'/api/memberships/{id}/payments/', 'post'>;
export type CheckIn = Answer<'/api/check-ins/{id}/'>;
/** Whether somebody may enter, and why not. */
export type EntryAnswer = Created<'/api/check-ins/'>;
export type Pass = Answer<'/api/me/pass/'>;
export type Role = Answer<'/api/roles/'>['results'][number];
export type Area = Answer<'/api/permissions/'>[number];
export type Invitation = Answer<'/api/invitations/'>['results'][number];
export type InvitationInput = Sent<'/api/invitations/', 'post'>;
export type LookUp = Posted<'/api/invitations/look-up/'>;
/** What somebody wrote in the feed. */
export type Post = Answer<'/api/posts/{id}/'>;
export type PostComment = Answer<'/api/comments/{id}/'>;
export type Reaction = Created<'/api/reactions/'>;
/** What somebody said is wrong with a post or a comment. */
export type Report = Answer<'/api/reports/{id}/'>;
export type ReportInput = Sent<'/api/reports/', 'post'>;
/** Somebody whom one doesn't see, and who doesn't see one. */
export type Block = Created<'/api/blocks/'>;
