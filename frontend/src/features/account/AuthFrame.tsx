import { Stack, Text, Title } from '@mantine/core';
import { useEffect, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { BrandMark } from '../../components/BrandMark';
import { LanguageSwitch } from '../../components/LanguageSwitch';
import { ThemeSwitch } from '../../components/ThemeSwitch';
import classes from './AuthFrame.module.css';

interface AuthFrameProps {
  title: string;
  children: ReactNode;
}

/** The page before one is in: the brand on one side, one thing to do on the other. */
export function AuthFrame({ title, children }: AuthFrameProps) {
  const { t } = useTranslation();
  useEffect(() => {
    document.title = `${title} · Gym CRM`;
  }, [title]);
  return (
    <div className={classes.frame}>
      <header className={classes.brand}>
        <BrandMark />
        <p className={classes.motto}>{t('brand.motto')}</p>
        <svg className={classes.track} viewBox="0 0 600 600" aria-hidden>
          {[80, 130, 180, 230, 280].map((radius) => (
            <circle key={radius} cx="300" cy="300" r={radius} />
          ))}
          <path d="M300 20a280 280 0 0 0-242.5 140" />
          <path d="M300 120a180 180 0 0 0-180 180" />
        </svg>
      </header>
      <main className={classes.main}>
        <Stack className={classes.card} gap="lg">
          <Title order={1}>{title}</Title>
          {children}
        </Stack>
        <Text component="div" className={classes.foot}>
          <LanguageSwitch />
          <ThemeSwitch />
        </Text>
      </main>
    </div>
  );
}
