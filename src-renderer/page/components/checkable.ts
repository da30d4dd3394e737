import type { AnyBuiltin, Behaviour, Builtin } from './builtin.ts';
import { builtin, controlOf, flag, text } from './builtin.ts';
import { attachKeyboard } from './keyboard.ts';

const PROPERTIES = { value: text(), name: text(), checked: flag(), disabled: flag(), color: text() } as const;

interface CheckValues {
  readonly value: string;
  readonly checked: boolean;
  readonly disabled: boolean;
  readonly color: string;
}

interface CheckKind {
  readonly kind: 'checkbox' | 'radio' | 'switch';
  /** The state a tap asks for. */
  readonly wanted: (checked: boolean) => boolean;
  /** Runs after a tap changed the state. */
  readonly picked: () => void;
  /** Whether a form collects it by itself; boxes of a group are collected by the group. */
  readonly collected: boolean;
}

/**
 * The parts that checkbox, radio and switch share. The inner classes (`wx-checkbox-input` …) are WeChat's own, since
 * projects restyle controls by them.
 */
function attachCheck(self: Builtin<CheckValues>, options: CheckKind): Behaviour<CheckValues> {
  const { element } = self;
  const { kind, wanted, picked } = options;
  const initially = self.get('checked');
  const box = document.createElement('div');
  box.className = `wx-${kind}-input`;
  element.prepend(box);

  function show(): void {
    const checked = self.get('checked');
    box.classList.toggle(`wx-${kind}-input-checked`, checked);
    box.classList.toggle(`wx-${kind}-input-disabled`, self.get('disabled'));
    const color = self.get('color');
    if (color === '') element.style.removeProperty('--ferry-control');
    else element.style.setProperty('--ferry-control', color);
    element.setAttribute('aria-checked', String(checked));
    element.setAttribute('aria-disabled', String(self.get('disabled')));
  }

  function activate(): void {
    if (self.get('disabled')) return;
    const next = wanted(self.get('checked'));
    if (next === self.get('checked')) return;
    self.set('checked', next);
    picked();
  }

  attachKeyboard(self.node, kind);
  show();
  self.onTap(activate);
  return {
    changed: { checked: show, disabled: show, color: show },
    activate,
    field: {
      value: options.collected ? () => self.get('checked') : null,
      reset: () => {
        self.set('checked', initially);
      },
    },
  };
}

const switchControl = builtin({
  tag: 'switch',
  properties: { ...PROPERTIES, type: text('switch') },
  attach(self) {
    const kind = self.get('type') === 'checkbox' ? 'checkbox' : 'switch';
    return attachCheck(self, {
      kind,
      wanted: (checked) => !checked,
      picked: () => {
        self.emit('change', { value: self.get('checked') });
      },
      collected: true,
    });
  },
});

/** The value of a group: what is picked, in document order. */
function groupValue(group: Element, kind: string): string | readonly string[] {
  const picked = [...group.querySelectorAll(`wx-${kind}`)].flatMap((element) => {
    const data = controlOf(element)?.node.data;
    return data?.['checked'] ? [String(data['value'] ?? '')] : [];
  });
  return kind === 'radio' ? (picked[0] ?? '') : picked;
}

function groupChanged(box: Element, kind: string): void {
  const group = box.closest(`wx-${kind}-group`);
  const control = group === null ? null : controlOf(group);
  if (group !== null && control !== null)
    control.node.triggerEvent('change', { value: groupValue(group, kind) });
}

const checkbox = builtin({
  tag: 'checkbox',
  properties: PROPERTIES,
  attach: (self) => {
    return attachCheck(self, {
      kind: 'checkbox',
      wanted: (checked) => !checked,
      picked: () => {
        groupChanged(self.element, 'checkbox');
      },
      collected: false,
    });
  },
});

/** One radio of a group at most is checked, whoever checked it: the latest. */
function uncheckOthers(radio: Element): void {
  const group = radio.closest('wx-radio-group');
  for (const other of group === null ? [] : group.querySelectorAll('wx-radio')) {
    const node = other === radio ? undefined : controlOf(other)?.node;
    if (!node?.data['checked']) continue;
    node.replaceDataOnPath(['checked'], false);
    node.applyDataUpdates();
  }
}

/** The radio after or before another in its group, round the end; none that is disabled. */
function neighbourOf(radio: Element, step: 1 | -1): HTMLElement | null {
  const group = radio.closest('wx-radio-group');
  const radios = [...(group?.querySelectorAll<HTMLElement>('wx-radio') ?? [])].filter(
    (other) => other === radio || !controlOf(other)?.node.data['disabled'],
  );
  const at = radios.indexOf(radio as HTMLElement);
  const next = radios[(at + step + radios.length) % radios.length];
  return next === undefined || next === radio ? null : next;
}

const radio = builtin({
  tag: 'radio',
  properties: PROPERTIES,
  attach: (self) => {
    const behaviour = attachCheck(self, {
      kind: 'radio',
      wanted: () => true,
      picked: () => {
        groupChanged(self.element, 'radio');
      },
      collected: false,
    });
    if (self.get('checked')) uncheckOthers(self.element);
    self.element.addEventListener('keydown', (event) => {
      const step: 1 | -1 | 0 = ['ArrowDown', 'ArrowRight'].includes(event.key)
        ? 1
        : ['ArrowUp', 'ArrowLeft'].includes(event.key)
          ? -1
          : 0;
      const next = step === 0 ? null : neighbourOf(self.element, step);
      if (next === null) return;
      event.preventDefault();
      next.focus();
      controlOf(next)?.activate?.();
    });
    return {
      ...behaviour,
      changed: {
        ...behaviour.changed,
        checked: (checked) => {
          if (checked) uncheckOthers(self.element);
          behaviour.changed?.checked?.(checked);
        },
      },
    };
  },
});

function groupOf(kind: 'checkbox' | 'radio'): AnyBuiltin {
  return builtin({
    tag: `${kind}-group`,
    properties: { name: text() },
    attach(self) {
      const { element } = self;
      element.setAttribute('role', kind === 'radio' ? 'radiogroup' : 'group');
      return {
        field: {
          value: () => groupValue(element, kind),
          // Each box goes back by itself.
          reset: () => undefined,
        },
      };
    },
  });
}

export const checkables: readonly AnyBuiltin[] = [
  switchControl,
  checkbox,
  radio,
  groupOf('checkbox'),
  groupOf('radio'),
];
