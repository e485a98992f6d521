import { Alert, Button, Group, Loader, Progress, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Key } from '../../i18n/i18n';
import classes from './Pictures.module.css';
import { useObjectUrl } from './useObjectUrl';
import type { UploadStage } from './useUpload';

interface SendingProps {
  stage: UploadStage;
  picture: Blob | null;
  onClose: () => void;
  onAnother: () => void;
  onAgain: () => void;
}

const reasons = new Set([
  'not_a_picture',
  'broken',
  'something_behind',
  'too_many_pixels',
  'too_small',
  'too_large',
  'not_processed',
]);

/** How far a picture has come, or why it didn't get there. */
export function Sending({ stage, picture, onClose, onAnother, onAgain }: SendingProps) {
  const { t } = useTranslation();
  const url = useObjectUrl(picture);
  if (stage.name === 'refused' || stage.name === 'failed') {
    const reason = (
      stage.name === 'refused' && reasons.has(stage.reason) ? `pictures.refused.${stage.reason}` : null
    ) as Key | null;
    const message = stage.name === 'failed' ? (stage.message ?? t('pictures.notSent')) : null;
    return (
      <Stack gap="lg">
        <Alert color="red" role="alert">
          {message ?? t(reason ?? 'pictures.refused.other')}
        </Alert>
        <Group justify="flex-end" gap="sm">
          <Button variant="default" onClick={onAnother}>
            {t('pictures.another')}
          </Button>
          {stage.name === 'failed' && <Button onClick={onAgain}>{t('action.retry')}</Button>}
        </Group>
      </Stack>
    );
  }
  return (
    <Stack gap="lg" role="status">
      {url && <img src={url} alt="" className={classes.sent} />}
      {stage.name === 'sending' ? (
        <>
          <Text>{t('pictures.sending')}</Text>
          <Progress value={stage.share * 100} aria-label={t('pictures.sending')} size="lg" radius="xl" />
        </>
      ) : (
        <>
          <Group gap="sm">
            <Loader size="sm" aria-hidden />
            <Text>{t('pictures.checking')}</Text>
          </Group>
          <Text size="sm" c="var(--quiet)">
            {t('pictures.mayClose')}
          </Text>
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {t('action.close')}
            </Button>
          </Group>
        </>
      )}
    </Stack>
  );
}
