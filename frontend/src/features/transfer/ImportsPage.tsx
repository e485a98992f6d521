import { Alert, Badge, Button, FileButton, Group, Paper, Skeleton, Stack, Text, Title } from '@mantine/core';
import { Download, FileSpreadsheet, Upload } from 'lucide-react';
import { useState, type DragEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { useRefusal } from '../../components/formErrors';
import { RequestFailed } from '../../components/RequestFailed';
import { useDates } from '../../i18n/dates';
import { useCan } from '../../session/useMe';
import { useListImportsQuery, useUploadImportMutation, type Import } from './api';
import { Duplicates } from './Duplicates';
import { ImportWizard } from './ImportWizard';
import classes from './Transfer.module.css';

/** Members in from a file and out to one, and records that are twice there. */
export function ImportsPage() {
  const { t } = useTranslation();
  const [open, setOpen] = useState<number | null>(null);
  const mayExport = useCan('core.export_customer');
  const mayMerge = useCan('core.merge_customer');
  if (open !== null) return <ImportWizard id={open} onClose={() => setOpen(null)} />;
  return (
    <Stack gap="xl">
      <section>
        <Title order={2} size="h3" mb="xs">
          {t('transfer.importTitle')}
        </Title>
        <UploadArea onUploaded={({ id }) => setOpen(id)} />
        <Earlier onOpen={setOpen} />
      </section>
      {mayExport && (
        <section>
          <Title order={2} size="h3" mb="xs">
            {t('transfer.exportTitle')}
          </Title>
          <Text c="var(--quiet)" mb="sm">
            {t('transfer.exportText')}
          </Text>
          <ExportLinks />
        </section>
      )}
      {mayMerge && <Duplicates />}
    </Stack>
  );
}

/** Of everybody, or of those that `question` finds. */
export function ExportLinks({ question = {} }: { question?: Record<string, string> }) {
  const { t } = useTranslation();
  const href = (file: string) =>
    `/api/customers/export/?${new URLSearchParams({ ...question, file }).toString()}`;
  return (
    <Group gap="xs">
      {(['csv', 'xlsx'] as const).map((file) => (
        <Button
          key={file}
          component="a"
          href={href(file)}
          download
          variant="default"
          leftSection={<Download size={16} aria-hidden />}
        >
          {t(`transfer.export.${file}`)}
        </Button>
      ))}
    </Group>
  );
}

function UploadArea({ onUploaded }: { onUploaded: (made: Import) => void }) {
  const { t } = useTranslation();
  const [upload, { error, isLoading }] = useUploadImportMutation();
  const [over, setOver] = useState(false);
  const refusal = useRefusal();
  const send = async (file: File | null | undefined) => {
    if (!file || isLoading) return;
    const { data } = await upload(file);
    if (data) onUploaded(data);
  };
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    void send(event.dataTransfer.files[0]);
  };
  return (
    <>
      <Paper
        className={classes.drop}
        data-over={over || undefined}
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={drop}
      >
        <FileSpreadsheet size={32} strokeWidth={1.5} aria-hidden />
        <Text ta="center" maw="52ch">
          {t('transfer.uploadText')}
        </Text>
        <FileButton accept=".csv,.txt,.tsv,.xlsx" onChange={(file) => void send(file)}>
          {(props) => (
            <Button {...props} loading={isLoading} leftSection={<Upload size={16} aria-hidden />}>
              {t('transfer.choose')}
            </Button>
          )}
        </FileButton>
        <Text size="sm" c="var(--quiet)" ta="center">
          {t('transfer.uploadLimits')}
        </Text>
      </Paper>
      {error && (
        <Alert color="red" mt="sm" role="alert">
          {'fields' in error && error.fields.file?.[0] ? error.fields.file[0].message : refusal(error)}
        </Alert>
      )}
    </>
  );
}

function Earlier({ onOpen }: { onOpen: (id: number) => void }) {
  const { t } = useTranslation();
  const { moment } = useDates();
  const { data, error, refetch } = useListImportsQuery();
  if (error) return <RequestFailed error={error} onRetry={refetch} />;
  if (!data) return <Skeleton h={64} mt="md" radius="md" />;
  if (data.length === 0) return null;
  return (
    <>
      <Title order={3} size="h5" mt="lg" mb="xs">
        {t('transfer.earlier')}
      </Title>
      <ul className={classes.runs}>
        {data.map((run) => (
          <li key={run.id}>
            <button type="button" className={classes.run} onClick={() => onOpen(run.id)}>
              <span className={classes.runName}>
                <Text fw={550} truncate>
                  {run.file_name}
                </Text>
                <Text size="sm" c="var(--quiet)">
                  {moment(run.created_at)}
                  {run.created_by_name && ` · ${run.created_by_name}`}
                </Text>
              </span>
              <StateBadge run={run} />
            </button>
          </li>
        ))}
      </ul>
    </>
  );
}

export function StateBadge({ run }: { run: Import }) {
  const { t } = useTranslation();
  const colours = {
    done: 'pine',
    failed: 'red',
    checked: 'gray',
    uploaded: 'gray',
    checking: 'blue',
    importing: 'blue',
  };
  return (
    <Badge color={colours[run.state]} variant="light" style={{ flexShrink: 0 }}>
      {run.state === 'done'
        ? t('transfer.doneCount', { count: run.created })
        : t(`transfer.state.${run.state}`)}
    </Badge>
  );
}
