import { ActionIcon, Alert, Button, Group } from '@mantine/core';
import { CalendarOff, Plus, SearchX } from 'lucide-react';
import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, Outlet, useLocation } from 'react-router';
import { Notice } from '../../components/Notice';
import { PageHeader } from '../../components/PageHeader';
import { RequestFailed } from '../../components/RequestFailed';
import { ZoneNote } from '../../components/ZoneNote';
import { instantOf } from '../../i18n/dates';
import { useCan, useMe } from '../../session/useMe';
import { Agenda, AgendaSkeleton } from './Agenda';
import { useListClassesQuery, useListOneToOnesQuery } from './api';
import { CalendarSkeleton } from './CalendarSkeleton';
import { ScheduleBar } from './ScheduleBar';
import { ScheduleFilters } from './ScheduleFilters';
import { useScheduleQuestion } from './useScheduleQuestion';

/** The calendar is a large library, and phones and members do without it. */
const SessionCalendar = lazy(async () => ({ default: (await import('./SessionCalendar')).SessionCalendar }));

/** The classes of some days: a calendar for staff, a timetable for members and on phones. */
export function SchedulePage() {
  const { t } = useTranslation();
  const { is_staff: isStaff } = useMe();
  const canAdd = useCan('scheduling.add_session');
  const { search } = useLocation();
  const question = useScheduleQuestion();
  const { asked, view, isFiltered, isMeant } = question;
  const { currentData, error, isFetching, refetch } = useListClassesQuery(asked);
  const sessions = currentData?.results.filter(isMeant);
  const held = useListOneToOnesQuery(asked, { skip: !question.withOneToOnes });
  const oneToOnes = (question.withOneToOnes && held.currentData?.filter(isMeant)) || [];
  const isEmpty = sessions?.length === 0 && oneToOnes.length === 0;
  const isCalendar = view !== 'agenda';

  return (
    <>
      <PageHeader title={t('schedule.title')}>
        {canAdd && (
          <>
            <Button
              component={Link}
              to={{ pathname: '/schedule/new', search }}
              leftSection={<Plus size={18} aria-hidden />}
              ml="auto"
              visibleFrom="sm"
            >
              {t('newClass.add')}
            </Button>
            <ActionIcon
              component={Link}
              to={{ pathname: '/schedule/new', search }}
              variant="filled"
              size={36}
              ml="auto"
              aria-label={t('newClass.add')}
              hiddenFrom="sm"
            >
              <Plus size={18} aria-hidden />
            </ActionIcon>
          </>
        )}
        {isStaff && (
          <Button
            component={Link}
            to="/appointments"
            variant="default"
            hiddenFrom="sm"
            style={{ flexShrink: 0 }}
          >
            {t('nav.appointments')}
          </Button>
        )}
      </PageHeader>
      <ScheduleBar question={question} />
      <Group justify="space-between" mb="md" align="center">
        <ScheduleFilters question={question} />
        <ZoneNote at={instantOf({ date: asked.from, time: '12:00' }, asked.timeZone)} />
      </Group>
      {question.withOneToOnes && held.error && !held.currentData && (
        <Alert color="red" mb="md" role="alert">
          <Group justify="space-between">
            {t('schedule.oneToOnesFailed')}
            <Button size="compact-sm" variant="default" onClick={() => void held.refetch()}>
              {t('action.retry')}
            </Button>
          </Group>
        </Alert>
      )}
      {error && !currentData && !isFetching ? (
        <RequestFailed error={error} onRetry={refetch} />
      ) : !sessions ? (
        isCalendar ? (
          <CalendarSkeleton />
        ) : (
          <AgendaSkeleton />
        )
      ) : isEmpty && isFiltered ? (
        <Notice icon={SearchX} title={t('list.noResults')} text={t('schedule.noneMeant')} role="status">
          <Button variant="light" onClick={() => question.ask({ trainer: '', room: '' })}>
            {t('schedule.clearFilters')}
          </Button>
        </Notice>
      ) : isEmpty ? (
        <Notice icon={CalendarOff} title={t('schedule.emptyTitle')} text={t('schedule.emptyText')}>
          <Button variant="light" onClick={() => question.step(1)}>
            {t('schedule.later')}
          </Button>
        </Notice>
      ) : isCalendar ? (
        <Suspense fallback={<CalendarSkeleton />}>
          <SessionCalendar question={question} view={view} sessions={sessions} oneToOnes={oneToOnes} />
        </Suspense>
      ) : (
        <Agenda sessions={sessions} question={JSON.stringify([asked, question.trainer, question.room])} />
      )}
      <Outlet />
    </>
  );
}
