import { Button, Group, Radio, Stack, Textarea } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Post, PostComment, Report } from '../../api/shapes';
import { Dialog } from '../../components/Dialog';
import { FormRefusal } from '../../components/FormRefusal';
import { useFirstReason } from '../../components/formErrors';
import { confirmDone } from '../../components/toast';
import { useFocusBack } from '../../components/useFocusBack';
import { useReportMutation } from './reportsApi';

const reasons: Report['reason'][] = ['spam', 'insult', 'private', 'unsafe', 'other'];
/** As the server has it (`social/models/report.py`). */
const MOST_NOTE = 500;

interface ReportDialogProps {
  writing: Post | PostComment;
  onClose: () => void;
}

/** Says to the staff what is wrong with a post or a comment. */
export function ReportDialog({ writing, onClose }: ReportDialogProps) {
  useFocusBack();
  const { t } = useTranslation();
  const [reason, setReason] = useState<Report['reason']>('spam');
  const [note, setNote] = useState('');
  const [report, { error, isLoading }] = useReportMutation();
  const why = useFirstReason();
  const send = async () => {
    const what = 'post' in writing ? { comment: writing.id } : { post: writing.id };
    const { data } = await report({ ...what, reason, note: note.trim() });
    if (!data) return;
    onClose();
    confirmDone(t('feed.reported'));
  };
  return (
    <Dialog
      opened
      onClose={onClose}
      title={t('feed.reportTitle', { name: writing.author_name })}
      centered
      closeButtonProps={{ 'aria-label': t('action.close') }}
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void send();
        }}
      >
        <Stack gap="md">
          <FormRefusal message={error && why(error)} />
          <Radio.Group label={t('feed.reportWhy')} value={reason} onChange={(chosen) => setReason(chosen)}>
            <Stack gap="xs" mt="xs">
              {reasons.map((one) => (
                <Radio key={one} value={one} label={t(`feed.reasons.${one}`)} />
              ))}
            </Stack>
          </Radio.Group>
          <Textarea
            label={t('feed.reportNote')}
            description={t('feed.reportHint')}
            maxLength={MOST_NOTE}
            autosize
            minRows={2}
            value={note}
            onChange={({ currentTarget }) => setNote(currentTarget.value)}
          />
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {t('action.cancel')}
            </Button>
            <Button type="submit" loading={isLoading}>
              {t('feed.report')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  );
}
