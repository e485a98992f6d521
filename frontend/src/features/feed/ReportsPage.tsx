import { Badge, Box, Button, Group, SegmentedControl, Skeleton, Text, Textarea } from '@mantine/core';
import { ShieldCheck } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import type { Report } from '../../api/shapes';
import { Notice } from '../../components/Notice';
import { PageHeader } from '../../components/PageHeader';
import { RequestFailed } from '../../components/RequestFailed';
import { useDates } from '../../i18n/dates';
import classes from './Feed.module.css';
import { useDecideMutation, useListReportsInfiniteQuery } from './reportsApi';
import { useSaying } from './useSaying';

/** What people said is wrong in the feed, to be decided, and what was decided before. */
export function ReportsPage() {
  const { t } = useTranslation();
  const [question, setQuestion] = useSearchParams();
  const isOpen = question.get('decided') === null;
  return (
    <Box maw={640} mx="auto">
      <PageHeader title={t('feed.reports')} />
      <SegmentedControl
        mb="md"
        aria-label={t('feed.reportsShown')}
        value={isOpen ? 'open' : 'decided'}
        onChange={(shown) => setQuestion(shown === 'open' ? {} : { decided: '' }, { replace: true })}
        data={[
          { value: 'open', label: t('feed.reportsOpen') },
          { value: 'decided', label: t('feed.reportsDecided') },
        ]}
      />
      <Reports key={String(isOpen)} isOpen={isOpen} />
    </Box>
  );
}

function Reports({ isOpen }: { isOpen: boolean }) {
  const { t } = useTranslation();
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } =
    useListReportsInfiniteQuery(isOpen);
  const rows = data?.pages.flatMap(({ results }) => results);
  if (error && !rows) return <RequestFailed error={error} onRetry={refetch} />;
  if (!rows) return <Skeleton h={160} radius="lg" aria-busy />;
  if (rows.length === 0) {
    return (
      <Notice
        icon={ShieldCheck}
        title={t(isOpen ? 'feed.noReports' : 'feed.noneDecided')}
        text={t(isOpen ? 'feed.noReportsText' : 'feed.noneDecidedText')}
      />
    );
  }
  return (
    <>
      <ol className={classes.list} aria-label={t('feed.reports')}>
        {rows.map((report) => (
          <li key={report.id}>
            <ReportCard report={report} />
          </li>
        ))}
      </ol>
      {hasNextPage && (
        <Button
          variant="default"
          fullWidth
          mt="md"
          loading={isFetchingNextPage}
          onClick={() => void fetchNextPage()}
        >
          {t('feed.olderReports')}
        </Button>
      )}
    </>
  );
}

function ReportCard({ report }: { report: Report }) {
  const { t } = useTranslation();
  const { moment } = useDates();
  const { id, author_name: name, said, text, reason, note, decision } = report;
  const by = report.reported_by_name ?? t('feed.someoneGone');
  return (
    <article className={classes.card} aria-label={t('feed.reportOn', { name })}>
      <Group gap="xs" mb="xs">
        <Badge variant="light" color="gray">
          {t(`feed.reasons.${reason}`)}
        </Badge>
        <Text size="sm" c="var(--quiet)">
          {t('feed.reportedBy', { name: by, when: moment(report.created_at) })}
        </Text>
      </Group>
      {note && <Text mb="xs">{note}</Text>}
      <blockquote className={classes.quote}>
        <Text fw={650} size="sm">
          {t(report.post === null ? 'feed.commentBy' : 'feed.postBy', { name })}
        </Text>
        <p className={classes.text}>{said}</p>
        {text === null && (
          <Text size="sm" c="var(--quiet)">
            {t('feed.deletedSince')}
          </Text>
        )}
        {text !== null && text !== said && (
          <>
            <Text size="sm" c="var(--quiet)">
              {t('feed.editedSince')}
            </Text>
            <p className={classes.text}>{text}</p>
          </>
        )}
      </blockquote>
      {decision === null ? (
        <Decision id={id} />
      ) : (
        <Text size="sm">
          {t(decision === 'hidden' ? 'feed.decidedHidden' : 'feed.decidedKept', {
            name: report.decided_by_name ?? t('feed.someoneGone'),
            when: report.decided_at ? moment(report.decided_at) : '',
          })}
          {report.explanation && ` · ${report.explanation}`}
        </Text>
      )}
    </article>
  );
}

function Decision({ id }: { id: number }) {
  const { t } = useTranslation();
  const [explanation, setExplanation] = useState('');
  const [decide, { isLoading }] = useDecideMutation();
  const say = useSaying();
  const choose = (decision: 'hidden' | 'kept') =>
    void say(decide({ id, decision, explanation: explanation.trim() }));
  return (
    <>
      <Textarea
        label={t('feed.explanation')}
        maxLength={500}
        autosize
        minRows={1}
        value={explanation}
        onChange={({ currentTarget }) => setExplanation(currentTarget.value)}
      />
      <Group justify="flex-end" mt="sm" gap="xs">
        <Button variant="default" size="sm" disabled={isLoading} onClick={() => choose('kept')}>
          {t('feed.keep')}
        </Button>
        <Button color="red" size="sm" disabled={isLoading} onClick={() => choose('hidden')}>
          {t('feed.hide')}
        </Button>
      </Group>
    </>
  );
}
