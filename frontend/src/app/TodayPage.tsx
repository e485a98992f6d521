import { Skeleton } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { PageHeader } from '../components/PageHeader';
import { RequestFailed } from '../components/RequestFailed';
import { FiguresCard } from '../features/today/FiguresCard';
import { ArrivalsCard, EndingCard, OnlineCard } from '../features/today/PeopleCards';
import { ClassesCard, OneToOnesCard } from '../features/today/PlanCards';
import classes from '../features/today/Today.module.css';
import { todaySlice } from '../features/today/slice';
import { useToday } from '../features/today/useToday';
import { RemindersCard, TasksCard } from '../features/today/WorkCards';
import { useDates } from '../i18n/dates';
import { EndingActions } from './EndingActions';
import { rootReducer } from './store';

rootReducer.inject(todaySlice);

/** What the staff start with: the day at the centre, as it is at this moment. */
export function TodayPage() {
  const { t } = useTranslation();
  const { longDay } = useDates();
  const { cards, day, time, error, refetch } = useToday();
  return (
    <>
      <PageHeader title={day ? t('today.titleOf', { day: longDay(day) }) : t('today.title')} />
      {error && !cards ? (
        <RequestFailed error={error} onRetry={refetch} />
      ) : !cards ? (
        <div className={classes.grid} aria-busy>
          <Skeleton h={96} radius="lg" className={classes.wide} />
          {['arrivals', 'classes', 'tasks', 'ending', 'reminders', 'online'].map((name) => (
            <Skeleton key={name} h={368} radius="lg" />
          ))}
        </div>
      ) : (
        <div className={classes.grid}>
          {cards.figures && (
            <div className={classes.wide}>
              <FiguresCard card={cards.figures} time={time} />
            </div>
          )}
          {cards.arrivals && <ArrivalsCard card={cards.arrivals} />}
          {cards.classes && <ClassesCard card={cards.classes} />}
          {cards.one_to_ones && <OneToOnesCard card={cards.one_to_ones} />}
          {cards.tasks && <TasksCard card={cards.tasks} />}
          {cards.ending && (
            <EndingCard
              card={cards.ending}
              actions={(row) => <EndingActions key={row.id} membership={row} />}
            />
          )}
          {cards.reminders && <RemindersCard card={cards.reminders} />}
          <div className={classes.wide}>
            <OnlineCard />
          </div>
        </div>
      )}
    </>
  );
}
