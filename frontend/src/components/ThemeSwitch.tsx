import { SegmentedControl, useMantineColorScheme, VisuallyHidden } from '@mantine/core';
import { Monitor, Moon, Sun } from 'lucide-react';
import { useTranslation } from 'react-i18next';

const icons = { light: Sun, dark: Moon, auto: Monitor };

export function ThemeSwitch() {
  const { t } = useTranslation();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  return (
    <SegmentedControl
      aria-label={t('theme.label')}
      value={colorScheme}
      onChange={setColorScheme}
      data={(['light', 'dark', 'auto'] as const).map((value) => {
        const Icon = icons[value];
        return {
          value,
          label: (
            <span title={t(`theme.${value}`)} style={{ display: 'grid', placeItems: 'center', height: 24 }}>
              <Icon size={18} aria-hidden />
              <VisuallyHidden>{t(`theme.${value}`)}</VisuallyHidden>
            </span>
          ),
        };
      })}
    />
  );
}
