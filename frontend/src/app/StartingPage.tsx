import { Button, Center, Loader, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useDispatch } from 'react-redux';
import { readSession } from '../session/api';
import type { AppStore } from './store';

export function StartingPage({ failed }: { failed: boolean }) {
  const { t } = useTranslation();
  const dispatch = useDispatch<AppStore['dispatch']>();
  return (
    <Center component="main" mih="100dvh" p="md">
      {failed ? (
        <Stack align="center" role="alert">
          <Text>{t('start.unreachable')}</Text>
          <Button onClick={() => void dispatch(readSession())}>{t('action.retry')}</Button>
        </Stack>
      ) : (
        <Loader aria-label={t('start.loading')} role="status" />
      )}
    </Center>
  );
}
