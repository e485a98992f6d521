import { Button } from '@mantine/core';
import { ClipboardPlus } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Dialog } from '../../components/Dialog';
import { confirmDone } from '../../components/toast';
import { GiveTasksForm, type AboutWhom } from './GiveTasksForm';

interface GiveTasksProps {
  members: AboutWhom;
  /** How many they are. */
  number: number;
  disabled: boolean;
}

/** Of many members that are chosen, a task about each. */
export function GiveTasks({ members, number, disabled }: GiveTasksProps) {
  const { t } = useTranslation();
  const [isGiving, setGiving] = useState(false);
  const close = () => setGiving(false);
  return (
    <>
      <Button
        variant="default"
        size="sm"
        disabled={disabled}
        leftSection={<ClipboardPlus size={16} aria-hidden />}
        onClick={() => setGiving(true)}
      >
        {t('giveTasks.give')}
      </Button>
      <Dialog
        opened={isGiving}
        onClose={close}
        title={t('giveTasks.title')}
        centered
        closeButtonProps={{ 'aria-label': t('action.close') }}
      >
        <GiveTasksForm
          members={members}
          number={number}
          onGiven={(given) => {
            confirmDone(t('giveTasks.given', given));
            close();
          }}
        />
      </Dialog>
    </>
  );
}
