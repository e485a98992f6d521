import type { Kind, Notification } from './api';

const kinds: Record<Kind, true> = {
  appointment_booked: true,
  appointment_changed: true,
  appointment_handed_over: true,
  appointment_cancelled: true,
  class_cancelled: true,
  waitlist_promoted: true,
  waitlist_offered: true,
  waitlist_offer_ended: true,
  waitlist_passed_over: true,
  reminder_failed: true,
  task_assigned: true,
  task_changed: true,
  task_commented: true,
  task_done: true,
  task_due: true,
  task_overdue: true,
  task_escalated: true,
  post_commented: true,
  comment_replied: true,
  post_reacted: true,
};

/** A client that has been open for days meets kinds of a newer server, for which it has no words. */
export function isKind(kind: string): kind is Kind {
  return kind in kinds;
}

export function hasWords({ content }: Notification): boolean {
  return isKind(content.kind);
}
