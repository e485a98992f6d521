import { ActionIcon, Button, Group, Switch, Text, VisuallyHidden } from '@mantine/core';
import { ArrowDown, ArrowUp, LayoutGrid } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Dialog } from '../../components/Dialog';
import { FormRefusal } from '../../components/FormRefusal';
import { useRefusal } from '../../components/formErrors';
import { useArrangeMutation, type Arrangement } from './api';
import { inOrder, moved, titles, usual, type ArrangedCard } from './arranged';
import classes from './Today.module.css';

interface ArrangeCardsProps {
  arrangement: Arrangement;
  /** Those that the person may see. */
  cards: readonly ArrangedCard[];
}

const atTheEnd = { 'aria-disabled': true, 'data-disabled': true } as const;

/** Which cards the start page shows and in which order: each change holds at once, on every screen of the person. */
export function ArrangeCards({ arrangement, cards }: ArrangeCardsProps) {
  const { t } = useTranslation();
  const refusal = useRefusal();
  const [isOpen, setOpen] = useState(false);
  const [arrange, { error }] = useArrangeMutation();
  const [said, setSaid] = useState('');
  const every = inOrder(arrangement);
  const theirs = every.filter((card) => cards.includes(card));
  const shown = theirs.filter((card) => !arrangement.hidden.includes(card));
  const move = (card: ArrangedCard, by: -1 | 1, button: HTMLButtonElement) => {
    if (button.ariaDisabled) return;
    const order = moved(theirs, card, by);
    void arrange({ order, hidden: arrangement.hidden });
    setSaid(t('today.movedTo', { title: t(titles[card]), place: order.indexOf(card) + 1 }));
  };
  const show = (card: ArrangedCard, isShown: boolean) => {
    const rest = arrangement.hidden.filter((one) => one !== card);
    void arrange({ order: arrangement.order, hidden: isShown ? rest : [...rest, card] });
  };
  return (
    <>
      <Button
        variant="default"
        flex="none"
        leftSection={<LayoutGrid size={16} aria-hidden />}
        onClick={() => setOpen(true)}
      >
        {t('today.arrange')}
      </Button>
      <Dialog
        opened={isOpen}
        onClose={() => setOpen(false)}
        title={t('today.arrangeTitle')}
        centered
        closeButtonProps={{ 'aria-label': t('action.close') }}
      >
        <Text size="sm" c="var(--quiet)" mb="sm">
          {t('today.arrangeHint')}
        </Text>
        <FormRefusal message={error && refusal(error)} />
        <ol className={classes.arranging} aria-label={t('today.arrangeTitle')}>
          {theirs.map((card, at) => {
            const title = t(titles[card]);
            return (
              <li key={card}>
                <Switch
                  label={title}
                  checked={shown.includes(card)}
                  // One has to stay.
                  disabled={shown.length === 1 && shown[0] === card}
                  onChange={(event) => show(card, event.currentTarget.checked)}
                />
                <Group gap={4} wrap="nowrap">
                  <ActionIcon
                    variant="subtle"
                    size="lg"
                    aria-label={t('today.earlier', { title })}
                    // Focus stays on it at the end of the way, too.
                    {...(at === 0 && atTheEnd)}
                    onClick={({ currentTarget }) => move(card, -1, currentTarget)}
                  >
                    <ArrowUp size={18} aria-hidden />
                  </ActionIcon>
                  <ActionIcon
                    variant="subtle"
                    size="lg"
                    aria-label={t('today.later', { title })}
                    // Focus stays on it at the end of the way, too.
                    {...(at === theirs.length - 1 && atTheEnd)}
                    onClick={({ currentTarget }) => move(card, 1, currentTarget)}
                  >
                    <ArrowDown size={18} aria-hidden />
                  </ActionIcon>
                </Group>
              </li>
            );
          })}
        </ol>
        <VisuallyHidden role="status">{said}</VisuallyHidden>
        <Group justify="space-between" mt="lg">
          <Button
            variant="subtle"
            disabled={every.every((card, at) => card === usual[at]) && arrangement.hidden.length === 0}
            onClick={() => void arrange({ order: [], hidden: [] })}
          >
            {t('today.asUsual')}
          </Button>
          <Button onClick={() => setOpen(false)}>{t('today.arranged')}</Button>
        </Group>
      </Dialog>
    </>
  );
}
