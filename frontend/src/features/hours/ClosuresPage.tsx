import { Anchor, Button, Group, SegmentedControl, Stack, Text } from '@mantine/core';
import { CalendarX, Plus } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { PAGE_SIZE } from '../../api/api';
import type { Closure } from '../../api/shapes';
import { Notice } from '../../components/Notice';
import { PageBar } from '../../components/PageBar';
import { RecordTable, type Column } from '../../components/RecordTable';
import { RequestFailed } from '../../components/RequestFailed';
import { useListQuestion } from '../../components/useListQuestion';
import { daysLater, today, useDates } from '../../i18n/dates';
import { useCan } from '../../session/useMe';
import { useListClosuresQuery } from './api';
import { ClosureDialog } from './ClosureDialog';
import { useDaySpan } from './useDaySpan';

/** Holidays and other days on which the centre is closed. */
export function ClosuresPage() {
  const { t } = useTranslation();
  const { timeZone } = useDates();
  const daySpan = useDaySpan();
  const { params, page, ask, goToPage } = useListQuestion();
  const isPast = params.get('which') === 'past';
  const now = today(timeZone);
  const { data, error, refetch } = useListClosuresQuery({
    page,
    ...(isPast ? { to: daysLater(now, -1), ordering: '-starts_on' } : { from: now, ordering: 'starts_on' }),
  });
  const [edited, setEdited] = useState<number | 'new' | null>(null);
  const mayAdd = useCan('scheduling.add_closure');
  const shown = data?.results.find(({ id }) => id === edited);
  const columns: Column<Closure>[] = [
    {
      key: 'name',
      header: t('field.called'),
      width: '50%',
      cell: (closure) => (
        <>
          <Anchor
            component="button"
            c="inherit"
            fw={550}
            underline="never"
            onClick={() => setEdited(closure.id)}
          >
            {closure.name}
          </Anchor>
          <Text size="sm" c="var(--quiet)" hiddenFrom="sm">
            {daySpan(closure)}
          </Text>
        </>
      ),
    },
    { key: 'days', header: t('closures.days'), wideOnly: true, cell: daySpan },
  ];
  return (
    <Stack gap="lg">
      <Group justify="space-between">
        <SegmentedControl
          aria-label={t('closures.which')}
          value={isPast ? 'past' : 'coming'}
          data={(['coming', 'past'] as const).map((value) => ({ value, label: t(`closures.${value}`) }))}
          onChange={(value) => ask({ which: value === 'past' ? value : '' })}
        />
        {mayAdd && (
          <Button leftSection={<Plus size={18} aria-hidden />} onClick={() => setEdited('new')}>
            {t('closures.add')}
          </Button>
        )}
      </Group>
      {error && !data ? (
        <RequestFailed error={error} onRetry={refetch} />
      ) : data?.count === 0 ? (
        <Notice
          icon={CalendarX}
          title={t(isPast ? 'closures.nonePastTitle' : 'closures.emptyTitle')}
          text={t(isPast ? 'closures.nonePastText' : 'closures.emptyText')}
        />
      ) : (
        <div>
          <RecordTable
            label={t('closures.title')}
            columns={columns}
            rows={data?.results}
            question={`${page} ${isPast}`}
            subject={({ id }) => `closure/${id}`}
          />
          {data && <PageBar page={page} count={data.count} pageSize={PAGE_SIZE} onPage={goToPage} />}
        </div>
      )}
      {edited === 'new' && <ClosureDialog onClose={() => setEdited(null)} />}
      {shown && <ClosureDialog key={shown.id} closure={shown} onClose={() => setEdited(null)} />}
    </Stack>
  );
}
