Page({
  data: {
    tools: [
      { label: '粗', name: 'bold', value: '', on: 'strong' },
      { label: '斜', name: 'italic', value: '', on: 'em' },
      { label: '下划线', name: 'underline', value: '', on: 'ins' },
      { label: '标题', name: 'header', value: 2, on: 2 },
      { label: '列表', name: 'list', value: 'bullet', on: 'bullet' },
      { label: '居中', name: 'align', value: 'center', on: 'center' },
      { label: '红色', name: 'color', value: '#c83a35', on: '#c83a35' },
    ],
    formats: {},
    html: '还没有取出',
  },

  context(id, done) {
    wx.createSelectorQuery()
      .select(id)
      .context((result) => done(result.context))
      .exec()
  },

  ready() {
    this.context('#editor', (context) => {
      this.editor = context
      context.setContents({ html: '<h2>开船了</h2><p>第一段，里面有<strong>粗体</strong>和<em>斜体</em>。</p>' })
    })
  },

  readyStill() {
    this.context('#still', (context) => context.setContents({ html: '<p>这里的内容不能改。</p>' }))
  },

  format(event) {
    const { name, value } = event.currentTarget.dataset
    this.editor.format(name, value)
  },

  status(event) {
    this.setData({ formats: event.detail })
  },

  insertPicture() {
    this.editor.insertImage({ src: '/images/pinwheel.png', width: '60px' })
  },

  insertDivider() {
    this.editor.insertDivider()
  },

  undo() {
    this.editor.undo()
  },

  take() {
    this.editor.getContents({ success: (contents) => this.setData({ html: contents.html }) })
  },
})
