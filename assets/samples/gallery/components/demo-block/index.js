// 一组示例：标题、对应的属性名，内容放在插槽里
Component({
  properties: {
    title: { type: String, value: '' },
    // 属性名，显示在标题右边
    note: { type: String, value: '' },
    // 内容贴着卡片的边
    flush: { type: Boolean, value: false },
  },
})
