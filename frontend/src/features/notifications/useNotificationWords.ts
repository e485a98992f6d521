import {
  BellOff,
  CalendarCheck,
  CalendarClock,
  CalendarX,
  Heart,
  ListTodo,
  MessageCircle,
  Reply,
  UserRoundCog,
  type LucideIcon,
} from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useDates } from '../../i18n/dates';
import { useMe } from '../../session/useMe';
import type { Content, Kind } from './api';

export interface Words {
  title: string;
  text: string;
  /** Where it leads. */
  to: string;
  icon: LucideIcon;
}

type Facts = Omit<Said<'appointment_booked'>, 'kind'>;
type TaskFacts = Omit<Said<'task_assigned'>, 'kind' | 'given_by'>;
type Said<K extends Kind> = Extract<Content, { kind: K }>;

/** What a notification says, in the language of the screen, to the one who reads it. */
export function useNotificationWords(): (content: Content) => Words {
  const { t } = useTranslation();
  const { customer: own } = useMe();
  const { moment } = useDates();

  const withTrainer = (when: string, trainer: string | null) =>
    trainer ? t('notification.whenWith', { when, trainer }) : when;
  /** A member reads the trainer's name; the trainer, the member's. */
  const about = ({ customer, customer_name, service_name, trainer_name, starts_at }: Facts) =>
    customer === own
      ? { name: service_name, text: withTrainer(moment(starts_at), trainer_name) }
      : { name: customer_name, text: `${service_name} · ${moment(starts_at)}` };

  const ofTask = (
    what: 'assigned' | 'commented' | 'done' | 'due' | 'overdue' | 'escalated' | Said<'task_changed'>['what'],
    { task, count, title, due_at, customer_name }: TaskFacts,
    who: string,
  ): Words => ({
    title: t(`notification.tasks.${what}`, {
      title: count > 1 ? t('notification.andMore', { title, more: count - 1 }) : title,
    }),
    text: [customer_name, due_at && t('notification.taskDue', { when: moment(due_at) }), who]
      .filter(Boolean)
      .join(' · '),
    to: count > 1 ? '/tasks?whose=mine' : `/tasks/${task}`,
    icon: ListTodo,
  });

  const ofFeed = (title: string, icon: LucideIcon): Words => ({
    title,
    text: t('feed.title'),
    to: '/feed',
    icon,
  });

  const words: { [K in Kind]: (content: Said<K>) => Words } = {
    appointment_booked: (content) => {
      const { name, text } = about(content);
      return { title: t('notification.booked', { name }), text, to: place(content), icon: CalendarCheck };
    },
    appointment_changed: ({ previous_starts_at: before, previous_trainer_name, ...content }) => {
      const { name, text } = about(content);
      const moved = before !== content.starts_at;
      return {
        title: t(moved ? 'notification.moved' : 'notification.otherTrainer', { name }),
        text: moved
          ? t('notification.instead', { now: text, before: moment(before) })
          : previous_trainer_name
            ? t('notification.insteadOf', { now: text, before: previous_trainer_name })
            : text,
        to: place(content),
        icon: CalendarClock,
      };
    },
    appointment_handed_over: (content) => ({
      title: content.trainer_name
        ? t('notification.handedOver', { name: content.customer_name, trainer: content.trainer_name })
        : t('notification.takenOff', { name: content.customer_name }),
      text: about(content).text,
      to: place(content),
      icon: UserRoundCog,
    }),
    appointment_cancelled: (content) => {
      const { name, text } = about(content);
      return { title: t('notification.cancelled', { name }), text, to: place(content), icon: CalendarX };
    },
    class_cancelled: (content) => {
      const { name, text } = about(content);
      return { title: t('notification.classCancelled', { name }), text, to: place(content), icon: CalendarX };
    },
    waitlist_promoted: (content) => {
      const { name, text } = about(content);
      return { title: t('notification.promoted', { name }), text, to: place(content), icon: CalendarCheck };
    },
    waitlist_offered: ({ offered_until, ...content }) => {
      const { name, text } = about(content);
      return {
        title: t('notification.offered', { name }),
        text: t('notification.offeredText', { when: text, until: moment(offered_until) }),
        to: place(content),
        icon: CalendarClock,
      };
    },
    waitlist_offer_ended: (content) => {
      const { name, text } = about(content);
      return { title: t('notification.offerEnded', { name }), text, to: place(content), icon: CalendarX };
    },
    waitlist_passed_over: ({ why, ...content }) => {
      const { name, text } = about(content);
      return {
        title: t(why === 'too_late' ? 'notification.seatFree' : 'notification.passedOver', { name }),
        text: `${t(`notification.why.${why}`)} · ${text}`,
        to: place(content),
        icon: CalendarClock,
      };
    },
    reminder_failed: ({ customer, customer_name: name, due_at }) => ({
      title: t('notification.reminderFailed', { name }),
      text: t('notification.reminderFailedText', { when: moment(due_at) }),
      to: `/members/${customer}`,
      icon: BellOff,
    }),
    task_assigned: ({ given_by, ...task }) =>
      ofTask('assigned', task, given_by && t('notification.taskFrom', { name: given_by })),
    task_changed: ({ what, changed_by, ...task }) =>
      ofTask(what, task, t('notification.taskBy', { name: changed_by })),
    task_commented: ({ commented_by, ...task }) =>
      ofTask('commented', task, t('notification.taskBy', { name: commented_by })),
    task_done: ({ done_by, ...task }) => ofTask('done', task, t('notification.taskBy', { name: done_by })),
    task_due: (task) => ofTask('due', task, ''),
    task_overdue: (task) => ofTask('overdue', task, ''),
    post_commented: ({ by_name: name }) => ofFeed(t('notification.commented', { name }), MessageCircle),
    comment_replied: ({ by_name: name }) => ofFeed(t('notification.replied', { name }), Reply),
    post_reacted: ({ by_name: name, others }) =>
      ofFeed(
        others > 0
          ? t('notification.reactedMany', { name, count: others })
          : t('notification.reacted', { name }),
        Heart,
      ),
    task_escalated: ({ assignee_name, role, ...task }) =>
      ofTask('escalated', task, assignee_name ?? (role && t(`role.${role}`))),
  };
  return (content) => (words[content.kind] as (content: Content) => Words)(content);
}

function place({ appointment }: { appointment: number }): string {
  return `/appointments/${appointment}`;
}
