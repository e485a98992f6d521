import { Alert, Button, Group, Loader, Progress, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import classes from './Pictures.module.css';
import { useObjectUrl } from '../../uploads/useObjectUrl';
import type { UploadStage } from '../../uploads/useUpload';
import { useUploadRefusal } from '../../uploads/useUploadRefusal';

interface SendingProps {
  stage: UploadStage;
  picture: Blob | null;
  onClose: () => void;
  onAnother: () => void;
  onAgain: () => void;
}

/** How far a picture has come, or why it didn't get there. */
export function Sending({ stage, picture, onClose, onAnother, onAgain }: SendingProps) {
  const { t } = useTranslation();
  const url = useObjectUrl(picture);
  const refusal = useUploadRefusal()(stage);
  if (refusal) {
    return (
      <Stack gap="lg">
        <Alert color="red" role="alert">
          {refusal}
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
