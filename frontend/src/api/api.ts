import { createApi } from '@reduxjs/toolkit/query/react';
import { baseQuery } from './baseQuery';

/** What an answer can be about; after a reset of the line all of it is read again. */
export const tagTypes = [
  'Customer',
  'SavedView',
  'Appointment',
  'Reminder',
  'MailChoice',
  'Tag',
  'History',
  'Staff',
  'Inbox',
  'Notification',
  'NotificationChoice',
  'Import',
  'Duplicate',
  'Picture',
  'Plan',
  'Membership',
  'CheckIn',
  'Authenticator',
  'Session',
  'ClassSession',
  'Roster',
  'Service',
  'Room',
  'Timetable',
  'Closure',
  'WorkingHours',
  'TimeOff',
  'Role',
  'Invitation',
  'Task',
  'Post',
  'Block',
  'Report',
  'Comment',
  'TaskComment',
  'TaskHistory',
  'Arrangement',
] as const;

/** The one cache of what the server said. Features inject their endpoints into it. */
export const api = createApi({
  baseQuery,
  tagTypes,
  endpoints: () => ({}),
});

/** The id under which a list is tagged, beside the rows in it. */
export const LIST = 'LIST';

/** Rows on a page, as the server gives them when not asked for another number. */
export const PAGE_SIZE = 25;
