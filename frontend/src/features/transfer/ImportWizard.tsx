import {
  Alert,
  Button,
  Group,
  NativeSelect,
  Progress,
  SegmentedControl,
  Skeleton,
  Stack,
  Text,
  Title,
} from '@mantine/core';
import { ArrowLeft, Check } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useRefusal } from '../../components/formErrors';
import { Notice } from '../../components/Notice';
import { RequestFailed } from '../../components/RequestFailed';
import {
  useChangeImportMutation,
  useCheckImportMutation,
  useDiscardImportMutation,
  useGetImportQuery,
  useStartImportMutation,
  type Import,
  type ImportField,
} from './api';
import { fields } from './fields';
import { ImportReport } from './ImportReport';
import classes from './Transfer.module.css';

/** One import, from its columns to its members. What it shows follows the state that the server says. */
export function ImportWizard({ id, onClose }: { id: number; onClose: () => void }) {
  const { t } = useTranslation();
  const { data, error, refetch } = useGetImportQuery(id);
  const [discard, discarding] = useDiscardImportMutation();
  const leave = async () => {
    const { error: refused } = await discard(id);
    if (!refused) onClose();
  };
  const isBusy = data?.state === 'checking' || data?.state === 'importing';
  return (
    <section>
      <Group justify="space-between" mb="md">
        <Button
          variant="subtle"
          size="compact-md"
          onClick={onClose}
          leftSection={<ArrowLeft size={16} aria-hidden />}
        >
          {t('transfer.back')}
        </Button>
        {data && !isBusy && data.state !== 'done' && (
          <Button
            variant="subtle"
            color="red"
            size="compact-md"
            loading={discarding.isLoading}
            onClick={() => void leave()}
          >
            {t('transfer.discard')}
          </Button>
        )}
      </Group>
      {data ? (
        <>
          <Title order={2} size="h3">
            {data.file_name}
          </Title>
          <Text c="var(--quiet)" mb="lg">
            {data.source
              ? t('transfer.recognised', { source: sources[data.source] ?? data.source })
              : t('transfer.unknownSource')}
          </Text>
          <Steps run={data} />
        </>
      ) : error ? (
        <RequestFailed error={error} onRetry={refetch} />
      ) : (
        <Skeleton h={320} radius="lg" aria-busy />
      )}
    </section>
  );
}

const sources: Record<string, string> = {
  mindbody: 'Mindbody',
  glofox: 'Glofox',
  gymmaster: 'GymMaster',
  pushpress: 'PushPress',
};

function Steps({ run }: { run: Import }) {
  const { t } = useTranslation();
  switch (run.state) {
    case 'uploaded':
      return <Columns run={run} />;
    case 'checking':
    case 'importing':
      return <Working run={run} />;
    case 'checked':
      return <Checked run={run} />;
    case 'failed':
      return (
        <Alert color="red" title={t('transfer.state.failed')} role="alert">
          {t(run.failure === 'left' ? 'transfer.leftText' : 'transfer.failedText')}
        </Alert>
      );
    case 'done':
      return (
        <Notice
          icon={Check}
          title={t('transfer.doneCount', { count: run.created })}
          text={t('transfer.doneText')}
          role="status"
        />
      );
  }
}

function Columns({ run }: { run: Import }) {
  const { t } = useTranslation();
  const refusal = useRefusal();
  const [change, changing] = useChangeImportMutation();
  const [check, checking] = useCheckImportMutation();
  const chosen = new Set(run.mapping);
  const missing = needed.filter((names) => !names.some((name) => chosen.has(name)));
  const pick = (at: number, field: ImportField | null) =>
    // A field is one column's: the one that had it before has none.
    void change({
      id: run.id,
      mapping: run.mapping.map((held, index) => (index === at ? field : held === field ? null : held)),
    });
  const error = changing.error ?? checking.error;
  return (
    <Stack>
      <Text>{t('transfer.columnsText')}</Text>
      <ul className={classes.columns}>
        {run.headings.map((heading, at) => (
          <li key={at} className={classes.column}>
            <div className={classes.heading}>
              <Text fw={550}>{heading || t('transfer.noHeading')}</Text>
              <Text size="sm" c="var(--quiet)" lineClamp={2}>
                {examples(run, at) || '–'}
              </Text>
            </div>
            <NativeSelect
              aria-label={t('transfer.columnIs', { heading })}
              value={run.mapping[at] ?? ''}
              onChange={({ currentTarget }) => pick(at, (currentTarget.value || null) as ImportField | null)}
              data={[
                { value: '', label: t('transfer.leaveOut') },
                ...fields.map((field) => ({ value: field, label: t(`transfer.field.${field}`) })),
              ]}
            />
          </li>
        ))}
      </ul>
      <div>
        <Text fw={550} mb={4} id="date-order">
          {t('transfer.dateOrder')}
        </Text>
        <SegmentedControl
          aria-labelledby="date-order"
          value={run.date_order}
          onChange={(order) => void change({ id: run.id, date_order: order })}
          data={(['dmy', 'mdy', 'ymd'] as const).map((value) => ({
            value,
            label: t(`transfer.order.${value}`),
          }))}
        />
      </div>
      {missing.length > 0 && <Alert color="yellow">{t('transfer.incomplete')}</Alert>}
      {error && (
        <Alert color="red" role="alert">
          {refusal(error)}
        </Alert>
      )}
      <Group justify="flex-end">
        <Button
          disabled={missing.length > 0}
          loading={checking.isLoading || changing.isLoading}
          onClick={() => void check({ id: run.id })}
        >
          {t('transfer.check')}
        </Button>
      </Group>
    </Stack>
  );
}

const needed: ImportField[][] = [['first_name', 'full_name'], ['last_name', 'full_name'], ['email']];

function examples(run: Import, at: number): string {
  const seen = run.sample.map((row) => row[at]).filter(Boolean);
  return [...new Set(seen)].slice(0, 3).join(' · ');
}

function Working({ run }: { run: Import }) {
  const { t } = useTranslation();
  const percent = run.total ? Math.round((100 * run.done) / run.total) : 0;
  const words = t('transfer.progress', { done: run.done, total: run.total });
  return (
    <Stack gap="xs" maw={560}>
      <Text fw={550} role="status">
        {t(`transfer.state.${run.state}`)}
      </Text>
      <Progress.Root size="lg" radius="xl">
        <Progress.Section value={percent} aria-label={words} animated />
      </Progress.Root>
      <Text size="sm" c="var(--quiet)">
        {words}
      </Text>
      <Text size="sm" c="var(--quiet)">
        {t('transfer.mayLeave')}
      </Text>
    </Stack>
  );
}

function Checked({ run }: { run: Import }) {
  const { t } = useTranslation();
  const refusal = useRefusal();
  const [start, starting] = useStartImportMutation();
  const [change, changing] = useChangeImportMutation();
  return (
    <Stack>
      {run.failure === 'changed_meanwhile' && (
        <Alert color="yellow" role="alert">
          {t('transfer.changedMeanwhile')}
        </Alert>
      )}
      <Group gap="xl" className={classes.counts}>
        <Count number={run.accepted} label={t('transfer.accepted')} />
        <Count number={run.refused} label={t('transfer.refused')} isBad={run.refused > 0} />
      </Group>
      {run.refused > 0 ? (
        <>
          <Text>{t('transfer.refusedText')}</Text>
          <ImportReport run={run} />
        </>
      ) : (
        <Text>{t('transfer.cleanText', { count: run.accepted })}</Text>
      )}
      {starting.error && (
        <Alert color="red" role="alert">
          {refusal(starting.error)}
        </Alert>
      )}
      <Group justify="flex-end">
        <Button
          variant="default"
          loading={changing.isLoading}
          onClick={() => void change({ id: run.id, mapping: run.mapping })}
        >
          {t('transfer.columnsAgain')}
        </Button>
        <Button
          disabled={run.refused > 0 || run.accepted === 0}
          loading={starting.isLoading}
          onClick={() => void start({ id: run.id })}
        >
          {t('transfer.start', { count: run.accepted })}
        </Button>
      </Group>
    </Stack>
  );
}

function Count({ number, label, isBad }: { number: number; label: string; isBad?: boolean }) {
  return (
    <div>
      <Text
        size="xl"
        fw={650}
        c={isBad ? 'light-dark(var(--mantine-color-red-9), var(--mantine-color-red-4))' : 'inherit'}
      >
        {number.toLocaleString(document.documentElement.lang)}
      </Text>
      <Text size="sm" c="var(--quiet)">
        {label}
      </Text>
    </div>
  );
}
