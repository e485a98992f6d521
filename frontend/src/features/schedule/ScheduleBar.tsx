import { ActionIcon, Button, Group, SegmentedControl, Text } from '@mantine/core';
import { ChevronLeft, ChevronRight } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useDates } from '../../i18n/dates';
import classes from './Schedule.module.css';
import { views, type ScheduleQuestion } from './useScheduleQuestion';

/** Which days are shown, and the way to others. */
export function ScheduleBar({ question }: { question: ScheduleQuestion }) {
  const { t } = useTranslation();
  const dates = useDates();
  const { view, date, asked, hasGrid } = question;
  const isDay = view === 'day';
  return (
    <div className={classes.bar}>
      <Group gap="xs" wrap="nowrap">
        <ActionIcon
          variant="default"
          size="lg"
          aria-label={t(isDay ? 'schedule.previousDay' : 'schedule.previousWeek')}
          onClick={() => question.step(-1)}
        >
          <ChevronLeft size={18} aria-hidden />
        </ActionIcon>
        <ActionIcon
          variant="default"
          size="lg"
          aria-label={t(isDay ? 'schedule.nextDay' : 'schedule.nextWeek')}
          onClick={() => question.step(1)}
        >
          <ChevronRight size={18} aria-hidden />
        </ActionIcon>
        <Button variant="default" onClick={question.goToNow} disabled={question.isNow}>
          {t('schedule.today')}
        </Button>
      </Group>
      <Text component="h2" className={classes.days} aria-live="polite">
        {isDay ? dates.longDay(date) : dates.span(asked.from, asked.to)}
      </Text>
      {hasGrid && (
        <SegmentedControl
          className={classes.views}
          aria-label={t('schedule.view')}
          value={view}
          onChange={(value) => question.show(value)}
          data={views.map((value) => ({ value, label: t(`schedule.views.${value}`) }))}
        />
      )}
    </div>
  );
}
