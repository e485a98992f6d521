import { Paper, Title } from '@mantine/core';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import type { Customer } from '../api/shapes';
import { memberCards, useAllowed } from './memberCards';
import classes from './MemberPage.module.css';

/** All that is asked at the counter, at a glance. */
export function MemberOverview({ customer }: { customer: Customer }) {
  const cards = useAllowed(memberCards);
  return (
    <div className={classes.cards}>
      {cards.map((card) => (
        <Card key={card.title} customer={customer} {...card} />
      ))}
    </div>
  );
}

function Card({ customer, title, Part }: { customer: Customer } & (typeof memberCards)[number]) {
  const { t } = useTranslation();
  const id = useId();
  return (
    <Paper component="section" p="lg" radius="lg" withBorder aria-labelledby={id} className={classes.card}>
      <Title id={id} order={2} size="h5" mb="sm">
        {t(title)}
      </Title>
      <Part customer={customer} />
    </Paper>
  );
}
