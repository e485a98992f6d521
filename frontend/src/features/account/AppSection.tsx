import { Badge, Button, Code, Group, Stack, Text } from '@mantine/core';
import { QRCodeSVG } from 'qrcode.react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ConfirmDialog } from '../../components/ConfirmDialog';
import { useRefusal } from '../../components/formErrors';
import { RequestFailed } from '../../components/RequestFailed';
import { confirmDone } from '../../components/toast';
import { useAddAppMutation, usePrepareAppQuery, useRemoveAppMutation } from './api';
import { CodeForm } from './CodeForm';
import { SecuritySection } from './SecuritySection';

interface AppSectionProps {
  isSetUp: boolean;
  onAdded: () => void;
}

/** An authenticator app: set up by a picture or a key, and proven by its first code. */
export function AppSection({ isSetUp, onAdded }: AppSectionProps) {
  const { t } = useTranslation();
  const refusal = useRefusal();
  const [isAdding, setAdding] = useState(false);
  const [isRemoving, setRemoving] = useState(false);
  const [remove, removal] = useRemoveAppMutation();

  const takeAway = async () => {
    const { error } = await remove();
    if (error) return;
    setRemoving(false);
    confirmDone(t('security.appRemoved'));
  };
  return (
    <SecuritySection
      title={t('security.app')}
      text={t('security.appText')}
      badge={<Badge color={isSetUp ? 'pine' : 'gray'}>{t(isSetUp ? 'security.on' : 'security.off')}</Badge>}
    >
      {isSetUp ? (
        <Button variant="light" color="red" onClick={() => setRemoving(true)}>
          {t('security.removeApp')}
        </Button>
      ) : isAdding ? (
        <SetUp
          onAdded={() => {
            setAdding(false);
            onAdded();
          }}
        />
      ) : (
        <Button variant="light" onClick={() => setAdding(true)}>
          {t('security.setUpApp')}
        </Button>
      )}
      <ConfirmDialog
        opened={isRemoving}
        title={t('security.removeAppTitle')}
        text={t('security.removeAppText')}
        confirm={t('security.removeApp')}
        keep={t('action.keep')}
        busy={removal.isLoading}
        refusal={removal.error && refusal(removal.error)}
        onConfirm={() => void takeAway()}
        onClose={() => setRemoving(false)}
      />
    </SecuritySection>
  );
}

function SetUp({ onAdded }: { onAdded: () => void }) {
  const { t } = useTranslation();
  const { data, error, refetch } = usePrepareAppQuery(undefined, { refetchOnMountOrArgChange: true });
  const [add] = useAddAppMutation();
  const give = async (code: string) => {
    const outcome = await add(code);
    if (!outcome.error) onAdded();
    return outcome.error;
  };
  if (error) return <RequestFailed error={error} onRetry={refetch} />;
  return (
    <Stack gap="sm">
      <Text>{t('security.scan')}</Text>
      <Group align="center" gap="lg" mih={180}>
        {data && (
          <QRCodeSVG value={data.totp_url} size={180} marginSize={3} role="img" title={t('security.qr')} />
        )}
        <Stack gap={4} style={{ flex: '1 1 12rem' }}>
          <Text size="sm" c="var(--quiet)">
            {t('security.orType')}
          </Text>
          <Code fz="sm" style={{ overflowWrap: 'anywhere' }}>
            {data?.secret.match(/.{1,4}/g)?.join(' ')}
          </Code>
        </Stack>
      </Group>
      <CodeForm label={t('security.firstCode')} submit={t('security.proveApp')} onCode={give} size="sm" />
    </Stack>
  );
}
