import { Skeleton } from '@mantine/core';
import { Fragment, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { PageHeader } from '../components/PageHeader';
import { RequestFailed } from '../components/RequestFailed';
import { useGetArrangementQuery, type Arrangement } from '../features/today/api';
import { ArrangeCards } from '../features/today/ArrangeCards';
import { inOrder, usual, type ArrangedCard } from '../features/today/arranged';
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

const asUsual: Arrangement = { order: [], hidden: [], version: 0 };

/** What the staff start with: the day at the centre, as it is at this moment. */
export function TodayPage() {
  const { t } = useTranslation();
  const { longDay } = useDates();
  const { cards, day, time, error, refetch } = useToday();
  const { data: arrangement = asUsual, isLoading } = useGetArrangementQuery();
  const theirs: Record<ArrangedCard, ReactNode> = {
    figures: cards?.figures && (
      <div className={classes.wide}>
        <FiguresCard card={cards.figures} time={time} />
      </div>
    ),
    arrivals: cards?.arrivals && <ArrivalsCard card={cards.arrivals} />,
    classes: cards?.classes && <ClassesCard card={cards.classes} />,
    one_to_ones: cards?.one_to_ones && <OneToOnesCard card={cards.one_to_ones} />,
    tasks: cards?.tasks && <TasksCard card={cards.tasks} />,
    ending: cards?.ending && (
      <EndingCard card={cards.ending} actions={(row) => <EndingActions key={row.id} membership={row} />} />
    ),
    reminders: cards?.reminders && <RemindersCard card={cards.reminders} />,
    online: (
      <div className={classes.wide}>
        <OnlineCard />
      </div>
    ),
  };
  const shown = inOrder(arrangement).filter(
    (card) => Boolean(theirs[card]) && !arrangement.hidden.includes(card),
  );
  return (
    <>
      <PageHeader title={day ? t('today.titleOf', { day: longDay(day) }) : t('today.title')}>
        <ArrangeCards arrangement={arrangement} cards={usual.filter((card) => Boolean(theirs[card]))} />
      </PageHeader>
      {error && !cards ? (
        <RequestFailed error={error} onRetry={refetch} />
      ) : !cards || isLoading ? (
        <div className={classes.grid} aria-busy>
          <Skeleton h={96} radius="lg" className={classes.wide} />
          {['arrivals', 'classes', 'tasks', 'ending', 'reminders', 'online'].map((name) => (
            <Skeleton key={name} h={368} radius="lg" />
          ))}
        </div>
      ) : (
        <div className={classes.grid}>
          {shown.map((card) => (
            <Fragment key={card}>{theirs[card]}</Fragment>
          ))}
        </div>
      )}
    </>
  );
}
